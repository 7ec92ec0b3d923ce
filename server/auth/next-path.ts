/**
 * Where to go after sign-in: a path of ours, or the front page. Whatever a browser could read as another site (`//host`, `/\host`,
 * a scheme, hidden control characters) is not a path of ours; neither is sign-in itself.
 */
export const nextPath = (wish: string | undefined, publicUrl: string): string => {
  if (!wish || wish.length > 1000 || !wish.startsWith('/')) return '/'
  const base = new URL(publicUrl)
  if (!URL.canParse(wish, base)) return '/'
  const url = new URL(wish, base)
  if (url.origin !== base.origin || url.pathname.startsWith('//') || url.pathname.startsWith('/auth/')) return '/'
  return `${url.pathname}${url.search}${url.hash}`
}
