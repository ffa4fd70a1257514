// Start a province run, follow it, stop it, go on with it.
import { api, type ProvinceOrderBody } from '../api/client'
import { province } from '../state/province'

const EVERY_MS = 1500
let timer: number | undefined

/** The newest run; while it is under way it is asked for again and again. */
export async function loadProvince(): Promise<void> {
  province.value = await api.getProvince().catch(() => province.value)
  followWhileRunning()
}

export async function startProvince(order: ProvinceOrderBody): Promise<void> {
  province.value = await api.startProvince(order)
  followWhileRunning()
}

export async function resumeProvince(): Promise<void> {
  province.value = await api.resumeProvince()
  followWhileRunning()
}

export async function stopProvince(): Promise<void> {
  province.value = await api.cancelProvince()
  followWhileRunning()
}

/** The page is left: nobody looks any more. */
export function leaveProvince(): void {
  window.clearTimeout(timer)
}

function followWhileRunning(): void {
  window.clearTimeout(timer)
  if (province.value?.state === 'running') timer = window.setTimeout(() => void loadProvince(), EVERY_MS)
}
