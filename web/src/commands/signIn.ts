// Signing in and out, and what happens when a session is over.
import { Trouble, whenSignedOut } from '../api/client'
import { signInApi, type Me } from '../api/signin'
import { ownPage } from '../model/ownPage'
import { router } from '../router'
import { me } from '../state/me'

const OPEN = ['sign-in', 'setup', 'enter', 'reset']

/** Before each page: who is it; nobody goes to the sign-in page and comes back to where he wanted to be. */
export function guardPages(): void {
  whenSignedOut(() => {
    me.value = null
    const at = router.currentRoute.value
    if (!OPEN.includes(String(at.name))) void router.replace(signInPage(at.fullPath))
  })
  router.beforeEach(async (to) => {
    if (OPEN.includes(String(to.name))) return true
    if (!me.value && !(await loadMe())) return signInPage(to.fullPath)
    return me.value?.is_second_factor_due && to.name !== 'account' ? { name: 'account' } : true
  })
}

/** False where nobody is signed in. A server that cannot be reached is the page's trouble, not this one's. */
export async function loadMe(): Promise<boolean> {
  try {
    me.value = await signInApi.getMe()
    return true
  } catch (trouble) {
    return !(trouble instanceof Trouble && trouble.status === 401)
  }
}

export async function goOn(who: Me, back: unknown): Promise<void> {
  me.value = who
  await router.replace(ownPage(back))
}

export async function signOut(): Promise<void> {
  await signInApi.signOut()
  // A new page: nothing of the one before stays in memory.
  location.assign('/sign-in')
}

/** The key behind the # of an address that works once; then it is gone from the address and from the history. */
export function takeKey(): string {
  const key = new URLSearchParams(location.hash.slice(1)).get('key') ?? ''
  if (key) history.replaceState(history.state, '', location.pathname)
  return key
}

function signInPage(back: string) {
  return { name: 'sign-in', query: back === '/' ? {} : { back } }
}
