// Follow the long work of targeting until it ends, stop it, try again what failed.
import { type TargetJob, targetJobsApi } from '../api/targetJobs'
import { targetJobs } from '../state/targetJobs'
import { makeFollow } from './follow'

const follow = makeFollow(targetJobsApi.get, async (job) => {
  note(job)
  return isEnded(job)
})

/** The server's jobs, so that one started elsewhere or before a reload is seen too. */
export async function loadTargetJobs(): Promise<void> {
  targetJobs.value = await targetJobsApi.list()
  targetJobs.value.filter((job) => !isEnded(job)).forEach((job) => void follow(job.id))
}

export async function stopTargetJob(id: string): Promise<void> {
  note(await targetJobsApi.cancel(id))
}

export async function retryTargetJob(id: string): Promise<void> {
  noteTargetJob(await targetJobsApi.retry(id))
}

/** One that was ordered: shown among the jobs under way from now on, and followed. */
export function noteTargetJob(job: TargetJob): void {
  note(job)
  if (!isEnded(job)) void follow(job.id)
}

export function isEnded(job: TargetJob): boolean {
  return job.state !== 'queued' && job.state !== 'running'
}

function note(job: TargetJob): void {
  const others = targetJobs.value.filter((each) => each.id !== job.id)
  targetJobs.value = [job, ...others].sort((a, b) => (a.id < b.id ? 1 : -1))
}
