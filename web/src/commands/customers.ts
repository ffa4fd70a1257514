// Loads customers and their funnel; a change of them goes through the one door.
import type { ShallowRef } from 'vue'
import { Trouble } from '../api/client'
import { type CustomersQuery, customersApi } from '../api/customers'
import { customer, customers, customersTrouble, customerTrouble, funnel, levels, purposes } from '../state/customers'

let asked = 0

/** The first page and the funnel; an answer that a later question has overtaken is dropped. */
export function loadCustomers(query: CustomersQuery, byOwner: boolean): Promise<void> {
  const mine = ++asked
  return said(async () => {
    const [page, steps] = await Promise.all([customersApi.list(query, null), customersApi.funnel(query, byOwner)])
    if (mine === asked) [customers.value, funnel.value] = [page, steps]
  })
}

/** The next page, below what is shown. */
export function loadMoreCustomers(query: CustomersQuery): Promise<void> {
  const mine = ++asked
  const shown = customers.value
  return said(async () => {
    const page = await customersApi.list(query, shown?.next ?? null)
    if (mine === asked && shown) customers.value = { ...page, customers: [...shown.customers, ...page.customers] }
  })
}

/** What each tier is owed, and what consents are asked for. */
export function loadRules(): Promise<void> {
  return said(async () => {
    ;[levels.value, purposes.value] = await Promise.all([customersApi.levels(), customersApi.purposes()])
  })
}

let opened = 0

/** One customer with what was done; a late answer about another is dropped. */
export function loadCustomer(id: string | null): Promise<void> {
  const mine = ++opened
  if (id === null) customer.value = null
  return said(async () => {
    const found = id === null ? null : await customersApi.get(id)
    if (mine === opened) customer.value = found
  }, customerTrouble)
}

async function said(work: () => Promise<void>, of: ShallowRef<Trouble | null> = customersTrouble): Promise<void> {
  try {
    await work()
    of.value = null
  } catch (raised) {
    of.value = raised instanceof Trouble ? raised : new Trouble(0, String(raised))
  }
}
