// Start scenarios, a frontier or a siting, follow jobs until they end, stop them, try again those that failed, open what is kept.
import { whatifApi, type WhatIfJob } from '../api/whatif'
import { readyMade, whatifBriefs, whatifJob, whatifJobs, whatifResult } from '../state/whatif'
import { makeFollow } from './follow'

const follow = makeFollow(whatifApi.getJob, async (job) => {
  note(job)
  if (isEnded(job) && job.result && whatifJob.value?.brief.id === job.brief.id) {
    whatifBriefs.value = await whatifApi.listResults(job.brief.county)
  }
  return isEnded(job)
})

export async function loadWhatIf(county: string): Promise<void> {
  const [scenarios, briefs] = await Promise.all([
    readyMade.value.length ? readyMade.value : whatifApi.listScenarios(),
    whatifApi.listResults(county),
    loadWhatIfJobs(),
  ])
  readyMade.value = scenarios
  whatifBriefs.value = briefs
  whatifJob.value = whatifJobs.value.find((job) => job.brief.county === county && !isEnded(job)) ?? null
}

/** The server's jobs, so that one started elsewhere or before a reload is seen too. */
export async function loadWhatIfJobs(): Promise<void> {
  whatifJobs.value = await whatifApi.listJobs()
  whatifJobs.value.filter((job) => !isEnded(job)).forEach((job) => void follow(job.brief.id))
}

export async function openResult(id: string | null): Promise<void> {
  if (id === whatifResult.value?.brief.id) return
  whatifResult.value = id ? await whatifApi.getResult(id) : null
}

/** Start what is asked; the job is followed until it ends. */
export async function startWhatIf(asking: Promise<WhatIfJob>): Promise<void> {
  const job = await asking
  whatifJob.value = job
  note(job)
  void follow(job.brief.id)
}

export async function stopWhatIf(id: string): Promise<void> {
  note(await whatifApi.cancelJob(id))
}

export async function retryWhatIf(id: string): Promise<void> {
  note(await whatifApi.retryJob(id))
  void follow(id)
}

export function isEnded(job: WhatIfJob): boolean {
  return job.state !== 'queued' && job.state !== 'running'
}

function note(job: WhatIfJob): void {
  const others = whatifJobs.value.filter((each) => each.brief.id !== job.brief.id)
  whatifJobs.value = [job, ...others].sort((a, b) => (a.brief.id < b.brief.id ? 1 : -1))
  if (whatifJob.value?.brief.id === job.brief.id) whatifJob.value = job
}
