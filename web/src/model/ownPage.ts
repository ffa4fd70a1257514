/** The page to go on to, if it is one of the desk and not another site's. */
export function ownPage(back: unknown): string {
  return typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/'
}
