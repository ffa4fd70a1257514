// Who is signed in; null while that is not known or nobody is.
import { shallowRef } from 'vue'
import type { Me } from '../api/signin'

export const me = shallowRef<Me | null>(null)
