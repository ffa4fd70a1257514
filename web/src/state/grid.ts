// The grid of the unit that is looked at, with the customers of the selection and the cells in which they stand.
import { shallowRef } from 'vue'
import type { Trouble } from '../api/client'
import type { CustomersPage } from '../api/customers'
import type { CellsBehind, GridOfUnit } from '../api/grid'

export const grid = shallowRef<GridOfUnit | null>(null)
export const gridCustomers = shallowRef<CustomersPage | null>(null)
export const gridCells = shallowRef<CellsBehind | null>(null)
export const gridTrouble = shallowRef<Trouble | null>(null)
