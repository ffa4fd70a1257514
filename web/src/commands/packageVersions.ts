// The versions of a county's data package, and using an earlier one again.
import { api, type PackageVersion } from '../api/client'
import { makeCommand, type RefusalView, sendCommands } from './sendCommand'

export function listPackages(county: string): Promise<PackageVersion[]> {
  return api.listPackages(county)
}

/** Null where it was done, else why not. */
export async function choosePackage(county: string, id: string): Promise<RefusalView | null> {
  const [receipt] = await sendCommands([makeCommand({ kind: 'data.choose_package', org: county, body: { package: id } })])
  return receipt?.refusal ?? null
}
