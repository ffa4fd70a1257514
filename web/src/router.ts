// One page an address. The plan page is loaded when it is first opened: it brings the map.
import { createRouter, createWebHistory } from 'vue-router'
import LaterPage from './pages/LaterPage.vue'
import OverviewPage from './pages/OverviewPage.vue'

export const LATER = ['synergise', 'execute', 'learn'] as const

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'overview', component: OverviewPage },
    { path: '/plan', name: 'plan', component: () => import('./pages/ChoosePage.vue') },
    { path: '/plan/:code', name: 'county', component: () => import('./pages/PlanPage.vue'), meta: { nav: 'plan' } },
    { path: '/plan/:code/print', name: 'print', component: () => import('./pages/PrintPage.vue'), meta: { nav: 'plan' } },
    { path: '/plan/:code/bags', name: 'bags', component: () => import('./pages/BagsPage.vue'), meta: { nav: 'plan' } },
    { path: '/plan/:code/whatif', name: 'whatif', component: () => import('./pages/WhatIfPage.vue'), meta: { nav: 'plan' } },
    { path: '/account', name: 'account', component: () => import('./pages/AccountPage.vue') },
    { path: '/sign-in', name: 'sign-in', component: () => import('./pages/SignInPage.vue'), meta: { bare: true } },
    { path: '/setup', name: 'setup', component: () => import('./pages/SetupPage.vue'), meta: { bare: true } },
    { path: '/enter', name: 'enter', component: () => import('./pages/EnterPage.vue'), meta: { bare: true } },
    { path: '/reset', name: 'reset', component: () => import('./pages/ResetPage.vue'), meta: { bare: true } },
    { path: '/data', name: 'data', component: () => import('./pages/DataPage.vue') },
    { path: '/people', name: 'people', component: () => import('./pages/PeoplePage.vue') },
    { path: '/target', name: 'target', component: () => import('./pages/CustomersPage.vue') },
    { path: '/target/intake', name: 'intake', component: () => import('./pages/IntakePage.vue'), meta: { nav: 'target' } },
    { path: '/target/plots', name: 'plots', component: () => import('./pages/PlotsPage.vue'), meta: { nav: 'target' } },
    { path: '/target/value', name: 'value', component: () => import('./pages/ValuePage.vue'), meta: { nav: 'target' } },
    { path: '/target/map', name: 'grid', component: () => import('./pages/GridPage.vue'), meta: { nav: 'target' } },
    { path: '/target/visits', name: 'visits', component: () => import('./pages/VisitsPage.vue'), meta: { nav: 'target' } },
    { path: '/audit', name: 'audit', component: () => import('./pages/AuditPage.vue') },
    ...LATER.map((name) => ({ path: `/${name}`, name, component: LaterPage, props: { stage: name } })),
    { path: '/:rest(.*)', name: 'nowhere', component: () => import('./pages/NowherePage.vue') },
  ],
})
