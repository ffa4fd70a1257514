// Have ways out of a plan's conflict sought, follow the search until it ends, stop it, try again one that failed.
import { waysApi, type WaysJob, type WaysOfPlan } from '../api/ways'
import { waysJobs } from '../state/ways'
import { makeFollow } from './follow'

const follow = makeFollow(waysApi.getJob, async (job) => {
  note(job)
  return isEnded(job)
})

/** The server's searches, so that one started elsewhere or before a reload is seen too. */
export async function loadWaysJobs(): Promise<void> {
  waysJobs.value = await waysApi.listJobs()
  waysJobs.value.filter((job) => !isEnded(job)).forEach((job) => void follow(job.id))
}

/** What was found for a plan; its newest search is followed. */
export async function loadWays(plan: string): Promise<WaysOfPlan> {
  const ways = await waysApi.getWays(plan)
  if (ways.job) noteJob(ways.job)
  return ways
}

export async function seekWays(plan: string): Promise<void> {
  noteJob(await waysApi.seekWays(plan))
}

export async function stopWays(id: string): Promise<void> {
  note(await waysApi.cancelJob(id))
}

export async function retryWays(id: string): Promise<void> {
  noteJob(await waysApi.retryJob(id))
}

export function isEnded(job: WaysJob): boolean {
  return job.state !== 'queued' && job.state !== 'running'
}

function noteJob(job: WaysJob): void {
  note(job)
  if (!isEnded(job)) void follow(job.id)
}

function note(job: WaysJob): void {
  const others = waysJobs.value.filter((each) => each.id !== job.id)
  waysJobs.value = [job, ...others].sort((a, b) => (a.id < b.id ? 1 : -1))
}
