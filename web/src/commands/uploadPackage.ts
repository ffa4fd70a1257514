import { api, Trouble, type PackageProblem } from '../api/client'

export type Upload =
  | { readonly outcome: 'read'; readonly county: string }
  | { readonly outcome: 'problems'; readonly problems: readonly PackageProblem[] }
  | { readonly outcome: 'trouble'; readonly trouble: Trouble }

/** Send a data package; what is wrong with it comes back as a list, not as an error. */
export async function uploadPackage(file: File): Promise<Upload> {
  try {
    const { county } = await api.uploadPackage(file)
    return { outcome: 'read', county }
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    if (error.problems.length) return { outcome: 'problems', problems: error.problems }
    return { outcome: 'trouble', trouble: error }
  }
}
