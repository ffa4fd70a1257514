// A list on its way in, and the pairs in doubt, as the server last said them.
import { shallowRef } from 'vue'
import type { Trouble } from '../api/client'
import type { Doubts, IntakeOfJob, KeptSource, Looked } from '../api/intake'

export const keptSources = shallowRef<readonly KeptSource[]>([])
export const looked = shallowRef<Looked | null>(null)
/** The job that is looked at, with what it found. */
export const intake = shallowRef<IntakeOfJob | null>(null)
export const doubts = shallowRef<Doubts | null>(null)
export const intakeTrouble = shallowRef<Trouble | null>(null)
