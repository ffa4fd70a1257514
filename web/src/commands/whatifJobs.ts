// Start scenarios, a frontier or a siting, follow the job until it ends, stop it, open what is kept.
import { whatifApi, type WhatIfJob } from '../api/whatif'
import { readyMade, whatifBriefs, whatifJob, whatifResult } from '../state/whatif'

const ASK_EVERY_MS = 400
let following: string | null = null

export async function loadWhatIf(county: string): Promise<void> {
  const [scenarios, briefs, jobs] = await Promise.all([
    readyMade.value.length ? readyMade.value : whatifApi.listScenarios(),
    whatifApi.listResults(county),
    whatifApi.listJobs(county),
  ])
  readyMade.value = scenarios
  whatifBriefs.value = briefs
  const running = jobs.find((job) => !isEnded(job)) ?? null
  whatifJob.value = running
  if (running) void follow(running.brief.id)
}

export async function openResult(id: string | null): Promise<void> {
  if (id === whatifResult.value?.brief.id) return
  whatifResult.value = id ? await whatifApi.getResult(id) : null
}

/** Start what is asked; the job is followed until it ends. */
export async function startWhatIf(asking: Promise<WhatIfJob>): Promise<void> {
  const job = await asking
  whatifJob.value = job
  void follow(job.brief.id)
}

export async function stopWhatIf(id: string): Promise<void> {
  whatifJob.value = await whatifApi.cancelJob(id)
}

export function isEnded(job: WhatIfJob): boolean {
  return job.state !== 'queued' && job.state !== 'running'
}

async function follow(id: string): Promise<void> {
  following = id
  while (following === id) {
    const job = await whatifApi.getJob(id).catch(() => null)
    if (following !== id) return
    if (job) whatifJob.value = job
    if (job && isEnded(job)) {
      following = null
      if (job.result) whatifBriefs.value = await whatifApi.listResults(job.brief.county)
      return
    }
    await new Promise((later) => setTimeout(later, ASK_EVERY_MS))
  }
}
