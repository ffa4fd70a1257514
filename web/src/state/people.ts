// Units, legal entities and roles as the server last said them, and the people who were asked for.
import { computed, shallowRef } from 'vue'
import type { Trouble } from '../api/client'
import type { EntityView, PeoplePage, RoleView, UnitView } from '../api/people'
import { me } from './me'

export const units = shallowRef<readonly UnitView[] | null>(null)
export const entities = shallowRef<readonly EntityView[]>([])
export const roles = shallowRef<readonly RoleView[]>([])
export const people = shallowRef<PeoplePage | null>(null)
export const peopleTrouble = shallowRef<Trouble | null>(null)

export const unitsById = computed(() => new Map((units.value ?? []).map((unit) => [unit.id, unit])))
/** By permission where one has it. */
export const reach = computed<Record<string, string[]>>(() => me.value?.reach ?? {})
