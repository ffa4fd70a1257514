// Start a plan, follow it until it ends, stop it, try again one that failed.
import { api, type JobBody, type OrderBody } from '../api/client'
import { isUnderWay, jobs } from '../state/desk'

const followed = new Map<string, EventSource>()

export async function startPlan(order: OrderBody): Promise<JobBody> {
  const job = await api.startPlan(order)
  noteJob(job)
  return job
}

/** A job just begun is shown and followed to its end. */
export function noteJob(job: JobBody): void {
  note(job)
  follow(job.id)
}

export async function stopPlan(id: string): Promise<void> {
  note(await api.cancelJob(id))
}

export async function retryPlan(id: string): Promise<void> {
  noteJob(await api.retryJob(id))
}

/** The server's jobs, so that one started elsewhere or before a reload is seen too. */
export async function loadJobs(): Promise<void> {
  jobs.value = await api.listJobs()
  jobs.value.filter(isUnderWay).forEach((job) => follow(job.id))
}

/** Listen until the job ends. A lost connection is taken up again by the browser. */
function follow(id: string): void {
  if (followed.has(id)) return
  const source = api.watchJob(id)
  followed.set(id, source)
  source.onmessage = (event: MessageEvent<string>) => {
    const job = JSON.parse(event.data) as JobBody
    note(job)
    if (!isUnderWay(job)) stopFollowing(id)
  }
}

function stopFollowing(id: string): void {
  followed.get(id)?.close()
  followed.delete(id)
}

function note(job: JobBody): void {
  const others = jobs.value.filter((each) => each.id !== job.id)
  jobs.value = [job, ...others].sort((a, b) => (a.id < b.id ? 1 : -1))
}
