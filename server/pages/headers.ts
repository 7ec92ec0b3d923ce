/** Only what is ours may load, run, frame or be sent to (内容安全策略). Nothing inline, so an injected tag does nothing. */
const contentSecurityPolicy = (frameAncestors: string): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ')

/** Headers of every answer, whoever writes it. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy("'none'"),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(self), payment=(), usb=()',
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** Headers of the one page that others may frame, and who may. `X-Frame-Options` knows no list, so the policy says it alone. */
export const framedHeaders = (origins: readonly string[]): Readonly<Record<string, string>> => {
  const { 'X-Frame-Options': _, ...rest } = pageHeaders
  return { ...rest, 'Content-Security-Policy': contentSecurityPolicy(origins.join(' ')) }
}

/** Two years of https only; said only where the address is https. */
export const strictTransport = 'max-age=63072000; includeSubDomains'
