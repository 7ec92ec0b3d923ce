import { createHmac, randomBytes } from 'node:crypto'
import type { WebhookSecrets } from '../../core/webhooks.ts'

/** A new signing secret as the Standard Webhooks specification writes it: 32 random bytes. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** Headers of one message (Standard Webhooks 1.0): while a secret is rotated, one signature by each. */
export const signedHeaders = (
  secrets: WebhookSecrets,
  message: { id: string; at: Date; body: string },
): Readonly<Record<string, string>> => {
  const seconds = Math.floor(message.at.getTime() / 1000)
  const isOldGood = secrets.previous !== undefined && secrets.previousUntil !== undefined && secrets.previousUntil > message.at
  const signatures = [secrets.current, ...(isOldGood && secrets.previous ? [secrets.previous] : [])].map((secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${message.id}.${seconds}.${message.body}`).digest('base64')}`
  })
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Fenshen-Webhooks/1',
    'webhook-id': message.id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  }
}
