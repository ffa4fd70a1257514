// Loads units and people; a change of them goes through the one door.
import { Trouble } from '../api/client'
import { type PeopleQuery, peopleApi } from '../api/people'
import { entities, people, peopleTrouble, roles, units } from '../state/people'

let asked = 0

/** Units, legal entities and roles, all that one may see. */
export function loadUnits(): Promise<void> {
  return said(async () => {
    const found = await Promise.all([peopleApi.listUnits(), peopleApi.listEntities(), peopleApi.listRoles()])
    ;[units.value, entities.value, roles.value] = found
  })
}

/** The first page of those who are looked for; an answer that a later question has overtaken is dropped. */
export function loadPeople(query: PeopleQuery): Promise<void> {
  const mine = ++asked
  return said(async () => {
    const page = await peopleApi.listPeople(query)
    if (mine === asked) people.value = page
  })
}

/** The next page, below what is shown. */
export function loadMorePeople(query: PeopleQuery): Promise<void> {
  const mine = ++asked
  const shown = people.value
  return said(async () => {
    const page = await peopleApi.listPeople(query)
    if (mine === asked && shown) people.value = { ...page, people: [...shown.people, ...page.people] }
  })
}

async function said(work: () => Promise<void>): Promise<void> {
  try {
    await work()
    peopleTrouble.value = null
  } catch (raised) {
    peopleTrouble.value = raised instanceof Trouble ? raised : new Trouble(0, String(raised))
  }
}
