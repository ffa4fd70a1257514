// Send a campaign's list, and read what the campaign changed.
import { campaignApi } from '../api/campaign'
import { Trouble } from '../api/client'
import { campaign, campaignTaken, campaignTrouble } from '../state/campaign'
import { noteTargetJob } from './targetJobs'

let asked = 0

/** Of a unit; an answer that a later question has overtaken is dropped. */
export function loadCampaign(org: string): Promise<void> {
  const mine = ++asked
  return said(async () => {
    const found = await campaignApi.get(org)
    if (mine !== asked) return
    campaign.value = found
    if (found.job) noteTargetJob(found.job)
  })
}

export function sendCampaign(org: string, source: string, file: File): Promise<void> {
  campaignTaken.value = null
  return said(async () => {
    campaignTaken.value = await campaignApi.send(org, source, file)
    if (campaignTaken.value.job) noteTargetJob(campaignTaken.value.job)
  })
}

async function said(work: () => Promise<void>): Promise<void> {
  try {
    await work()
    campaignTrouble.value = null
  } catch (raised) {
    campaignTrouble.value = raised instanceof Trouble ? raised : new Trouble(0, String(raised))
  }
}
