// Loads a county's plots; has them drawn or mended; keeps a proposal. Edits go through the one door.
import { api, Trouble } from '../api/client'
import { plotsApi, type PlotsOrder } from '../api/plots'
import { plotPlans, plots, plotsTrouble, wayBack } from '../state/plots'
import { noteTargetJob } from './targetJobs'

let asked = 0

/** An answer that a later question has overtaken is dropped. */
export function loadPlots(org: string): Promise<void> {
  const mine = ++asked
  if (plots.value?.org !== org) {
    plots.value = wayBack.value = null
    plotPlans.value = []
  }
  return said(async () => {
    const [found, plans] = await Promise.all([plotsApi.get(org), api.listPlans(org).catch(() => [])])
    if (mine === asked) [plots.value, plotPlans.value] = [found, plans]
  })
}

/** A job, which is followed from now on. */
export async function orderPlots(order: PlotsOrder): Promise<void> {
  noteTargetJob(await plotsApi.order(order))
}

export function keepProposal(org: string, job: string): Promise<void> {
  return said(async () => {
    try {
      await plotsApi.keep(job, '')
      wayBack.value = null
    } finally {
      plots.value = await plotsApi.get(org)
    }
  })
}

async function said(work: () => Promise<void>): Promise<void> {
  try {
    await work()
    plotsTrouble.value = null
  } catch (raised) {
    plotsTrouble.value = raised instanceof Trouble ? raised : new Trouble(0, String(raised))
  }
}
