// The long work of targeting, newest first, of every unit in reach.
import { shallowRef } from 'vue'
import type { TargetJob } from '../api/targetJobs'

export const targetJobs = shallowRef<TargetJob[]>([])
