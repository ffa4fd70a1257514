// Have a unit's grid made, and read it with the list behind its cells and the cells behind the list.
import { Trouble } from '../api/client'
import { type CustomersQuery, customersApi } from '../api/customers'
import { gridApi } from '../api/grid'
import { grid, gridCells, gridCustomers, gridTrouble } from '../state/grid'
import { noteTargetJob } from './targetJobs'

let asked = 0

/** That of a unit; an answer that a later question has overtaken is dropped. */
export function loadGrid(org: string): Promise<void> {
  const mine = ++asked
  return said(async () => {
    const found = await gridApi.get(org)
    if (mine !== asked) return
    grid.value = found
    if (found.job) noteTargetJob(found.job)
  })
}

export function orderGrid(org: string, resolution: number): Promise<void> {
  return said(async () => noteTargetJob(await gridApi.order(org, resolution)))
}

let listed = 0

/** The first customers of the list, those in a cell where one is chosen; and the cells in which all of the list stand. */
export function loadBehind(query: CustomersQuery, cell: string | null, hasGrid: boolean): Promise<void> {
  const mine = ++listed
  return said(async () => {
    const [page, cells] = await Promise.all([
      cell ? gridApi.customers(query, cell, null) : customersApi.list(query, null),
      hasGrid ? gridApi.cells(query) : null,
    ])
    if (mine === listed) [gridCustomers.value, gridCells.value] = [page, cells]
  })
}

/** The next page, below what is shown. */
export function loadMoreBehind(query: CustomersQuery, cell: string | null): Promise<void> {
  const mine = ++listed
  const shown = gridCustomers.value
  return said(async () => {
    const after = shown?.next ?? null
    const page = cell ? await gridApi.customers(query, cell, after) : await customersApi.list(query, after)
    if (mine === listed && shown) gridCustomers.value = { ...page, customers: [...shown.customers, ...page.customers] }
  })
}

async function said(work: () => Promise<void>): Promise<void> {
  try {
    await work()
    gridTrouble.value = null
  } catch (raised) {
    gridTrouble.value = raised instanceof Trouble ? raised : new Trouble(0, String(raised))
  }
}
