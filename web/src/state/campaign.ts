// The campaign that was measured last at the unit that is looked at.
import { shallowRef } from 'vue'
import type { Campaign, FileTaken } from '../api/campaign'
import type { Trouble } from '../api/client'

export const campaign = shallowRef<Campaign | null>(null)
/** What became of the file that was sent last. */
export const campaignTaken = shallowRef<FileTaken | null>(null)
export const campaignTrouble = shallowRef<Trouble | null>(null)
