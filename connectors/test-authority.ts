import { Integer, OctetString, Utf8String } from 'asn1js'
import { AttributeTypeAndValue, BasicConstraints, Certificate, Extension, GeneralName, GeneralNames } from 'pkijs'

/** A certificate and its key as PEM. */
export interface Identity {
  readonly cert: string
  readonly key: string
}

const pem = (label: string, der: ArrayBuffer) =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`
const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const extension = (extnID: string, schema: { toBER(): ArrayBuffer }, critical = false) =>
  new Extension({ extnID, critical, extnValue: schema.toBER() })

/** A throw-away authority for tests over loopback: made in memory on any machine, trusted by nobody else. */
export const testAuthority = async (name: string) => {
  const keys = await crypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  let serial = 0

  const certificate = async (subject: string, publicKey: CryptoKey, extensions: Extension[]) => {
    const made = new Certificate({ version: 2, serialNumber: new Integer({ value: ++serial }), extensions })
    const common = (value: string) => new AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value }) })
    made.issuer.typesAndValues.push(common(name))
    made.subject.typesAndValues.push(common(subject))
    made.notBefore.value = new Date('2020-01-01T00:00:00Z')
    made.notAfter.value = new Date('2049-01-01T00:00:00Z')
    await made.subjectPublicKeyInfo.importKey(publicKey)
    await made.sign(keys.privateKey, 'SHA-256')
    return pem('CERTIFICATE', made.toSchema().toBER())
  }

  const isAuthority = extension('2.5.29.19', new BasicConstraints({ cA: true }).toSchema(), true)
  const ca = await certificate(name, keys.publicKey, [isAuthority])
  return {
    ca,
    /** A certificate for 127.0.0.1, good for either end of a connection. */
    async issue(subject: string): Promise<Identity> {
      const own = await crypto.subtle.generateKey(curve, true, ['sign', 'verify'])
      const here = new GeneralName({ type: 7, value: new OctetString({ valueHex: Uint8Array.from([127, 0, 0, 1]).buffer }) })
      const address = extension('2.5.29.17', new GeneralNames({ names: [here] }).toSchema())
      const key = pem('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', own.privateKey))
      return { cert: await certificate(subject, own.publicKey, [address]), key }
    },
  }
}
