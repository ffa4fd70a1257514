// Send a file of orders, and read what the customers are worth by them.
import { Trouble } from '../api/client'
import { type OrdersToSend, valueApi } from '../api/value'
import { ordersTaken, valueTrouble, worths } from '../state/value'
import { noteTargetJob } from './targetJobs'

let asked = 0

/** Of a unit; an answer that a later question has overtaken is dropped. */
export function loadWorths(org: string): Promise<void> {
  const mine = ++asked
  return said(async () => {
    const found = await valueApi.get(org)
    if (mine !== asked) return
    worths.value = found
    if (found.job) noteTargetJob(found.job)
  })
}

export function sendOrders(orders: OrdersToSend): Promise<void> {
  ordersTaken.value = null
  return said(async () => {
    ordersTaken.value = await valueApi.send(orders)
    if (ordersTaken.value.job) noteTargetJob(ordersTaken.value.job)
  })
}

async function said(work: () => Promise<void>): Promise<void> {
  try {
    await work()
    valueTrouble.value = null
  } catch (raised) {
    valueTrouble.value = raised instanceof Trouble ? raised : new Trouble(0, String(raised))
  }
}
