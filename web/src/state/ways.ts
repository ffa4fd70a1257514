// Searches for ways out of a conflict, newest first, of every county.
import { shallowRef } from 'vue'
import type { WaysJob } from '../api/ways'

export const waysJobs = shallowRef<WaysJob[]>([])
