// The server's answers as typed values, and its troubles as one kind of error.
import type { Language } from '../i18n'
import type { components } from './schema'

type Schemas = components['schemas']
export type CountyCard = Schemas['CountyCardBody']
export type PlaceName = Schemas['PlaceNameBody']
export type OutlineBody = Schemas['OutlineBody']
export type CountyView = Schemas['CountyView']
export type PlaceView = Schemas['PlaceView']
export type LineView = Schemas['LineView']
export type VehicleView = Schemas['VehicleView']
export type PlanBrief = Schemas['PlanBrief']
export type PlanChange = Schemas['PlanChangeView']
export type PackageVersion = Schemas['PackageVersionView']
export type PlanView = Schemas['PlanView']
export type RoundView = Schemas['RoundView']
export type BagView = Schemas['BagView']
export type PlaceWeekView = Schemas['PlaceWeekView']
export type OneMoreView = Schemas['OneMoreView']
export type FloorView = Schemas['FloorView']
export type PlaceWhy = Schemas['PlaceWhy']
export type ConflictView = Schemas['ConflictView']
export type JobBody = Schemas['JobBody']
export type OrderBody = Schemas['OrderBody']
export type ReplanBody = Schemas['ReplanBody']
export type DifferenceView = Schemas['DifferenceView']
export type PlaceChange = Schemas['PlaceChangeView']
export type RoundChange = Schemas['RoundChangeView']
export type BagChange = Schemas['BagChangeView']
export type ProvinceBody = Schemas['ProvinceBody']
export type ProvinceOrderBody = Schemas['ProvinceOrderBody']
export type CountyRow = Schemas['CountyRowBody']
export type PackageProblem = Schemas['ProblemBody']
export type BagsView = Schemas['BagsView']
export type TripBagsView = Schemas['TripBagsView']
export type BagStateView = Schemas['BagStateView']
export type BagState = Schemas['BagState']
export type CallView = Schemas['CallView']
export type GuideView = Schemas['GuideView']
export type ScanBody = Partial<Schemas['ScanBody']> & Pick<Schemas['ScanBody'], 'id' | 'act' | 'by'>
export type StatementView = Schemas['StatementView']
export type StatementRowView = Schemas['StatementRowView']
export type SplitView = Schemas['SplitView']
export type SplitLineView = Schemas['SplitLineView']
export type SplitInputView = Schemas['SplitInputView']
export type SplitRuleBody = Schemas['SplitOrderBody']['rule']

export class Trouble extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly problems: readonly PackageProblem[] = [],
    readonly detailZh = '',
    readonly code = '',
  ) {
    super(detail)
  }

  /** What the server said, in the language where it said it in both. */
  said(language: Language): string {
    return (language === 'zh' && this.detailZh) || this.message
  }
}

export const api = {
  listCounties: () => ask<CountyCard[]>('/api/counties'),
  listOutlines: () => ask<OutlineBody[]>('/api/outlines'),
  listPlaces: () => ask<PlaceName[]>('/api/places'),
  getCounty: (code: string, week?: string) =>
    ask<CountyView>(`/api/counties/${enc(code)}${week ? `?week=${week}` : ''}`),
  listPlans: (county?: string) => ask<PlanBrief[]>(`/api/plans${county ? `?county=${enc(county)}` : ''}`),
  getPlan: (id: string) => ask<PlanView>(`/api/plans/${enc(id)}`),
  listPlanChanges: (plan: string) => ask<PlanChange[]>(`/api/plans/${enc(plan)}/history`),
  listPackages: (county: string) => ask<PackageVersion[]>(`/api/counties/${enc(county)}/packages`),
  explainPlace: (plan: string, place: string) => ask<PlaceWhy>(`/api/plans/${enc(plan)}/places/${enc(place)}/why`),
  priceVisit: (plan: string, place: string) =>
    ask<OneMoreView>(`/api/plans/${enc(plan)}/places/${enc(place)}/one-more`),
  explainConflict: (plan: string) => ask<ConflictView>(`/api/plans/${enc(plan)}/conflict`),
  listJobs: () => ask<JobBody[]>('/api/jobs'),
  startPlan: (order: OrderBody) => ask<JobBody>('/api/plans', { method: 'POST', ...json(order) }),
  cancelJob: (id: string) => ask<JobBody>(`/api/jobs/${enc(id)}`, { method: 'DELETE' }),
  retryJob: (id: string) => ask<JobBody>(`/api/jobs/${enc(id)}/retry`, { method: 'POST' }),
  replan: (plan: string, body: ReplanBody) =>
    ask<JobBody>(`/api/plans/${enc(plan)}/replan`, { method: 'POST', ...json(body) }),
  getDifference: (plan: string) => ask<DifferenceView>(`/api/plans/${enc(plan)}/difference`),
  discardPlan: (plan: string) => ask<void>(`/api/plans/${enc(plan)}`, { method: 'DELETE' }),
  uploadPackage: (file: File) => {
    const body = new FormData()
    body.append('file', file)
    return ask<{ county: string }>('/api/packages', { method: 'POST', body })
  },
  watchJob: (id: string) => new EventSource(`/api/jobs/${enc(id)}/events`),
  listBags: (plan: string) => ask<BagsView>(`/api/plans/${enc(plan)}/bags`),
  scanBags: (plan: string, scans: readonly ScanBody[]) =>
    ask<BagsView>(`/api/plans/${enc(plan)}/bags/scans`, { method: 'POST', ...json({ scans }) }),
  bagPapersAddress: (plan: string, suffix: string) => `/api/plans/${enc(plan)}/bags/papers.${suffix}`,
  getStatement: (county: string, month: string) =>
    ask<StatementView>(`/api/counties/${enc(county)}/bags/statement?month=${enc(month)}`),
  statementAddress: (county: string, suffix: string) => `/api/counties/${enc(county)}/bags/statement.${suffix}`,
  splitCost: (plan: string, rule: SplitRuleBody) =>
    ask<SplitView>(`/api/plans/${enc(plan)}/bags/split`, { method: 'POST', ...json({ rule }) }),
  splitMonth: (county: string, month: string, rule: SplitRuleBody) =>
    ask<SplitView>(`/api/counties/${enc(county)}/bags/split?month=${enc(month)}`, { method: 'POST', ...json({ rule }) }),
  getProvince: () => ask<ProvinceBody | null>('/api/province'),
  startProvince: (order: ProvinceOrderBody) => ask<ProvinceBody>('/api/province', { method: 'POST', ...json(order) }),
  resumeProvince: () => ask<ProvinceBody>('/api/province/resume', { method: 'POST' }),
  cancelProvince: () => ask<ProvinceBody>('/api/province', { method: 'DELETE' }),
  provinceExportAddress: (suffix: string) => `/api/province/export.${suffix}`,
  exportAddress: (plan: string, suffix: string) => `/api/plans/${enc(plan)}/export.${suffix}`,
}

let signedOut = (): void => undefined

/** What to do when an answer says that nobody is signed in any more. */
export function whenSignedOut(act: () => void): void {
  signedOut = act
}

export const enc = encodeURIComponent

export function json(body: unknown): RequestInit {
  return { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
}

export async function ask<T>(address: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(address, init).catch(() => {
    throw new Trouble(0, '')
  })
  const body: unknown = await answer.json().catch(() => null)
  if (answer.ok) return body as T
  const said = body as { code?: string; detail?: unknown; detail_zh?: string; problems?: PackageProblem[] } | null
  if (said?.code === 'not_signed_in') signedOut()
  throw new Trouble(
    answer.status,
    detailOf(said?.detail) || answer.statusText,
    said?.problems ?? [],
    said?.detail_zh,
    said?.code,
  )
}

function detailOf(detail: unknown): string {
  return typeof detail === 'string' ? detail : detail ? JSON.stringify(detail) : ''
}
