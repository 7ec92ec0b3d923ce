import { randomBytes } from 'node:crypto'

/** What a key begins with, so that people and scanners for leaked secrets know one when they see it. */
export const keyPrefix = 'fsk_'

/** A new secret: 256 random bits. */
export const newKeySecret = (): string => `${keyPrefix}${randomBytes(32).toString('base64url')}`

/** True for a text of the form of a key; says nothing of whether there is one. */
export const looksLikeKey = (text: string): boolean => /^fsk_[\w-]{43}$/.test(text)
