// One page an address. The plan page is loaded when it is first opened: it brings the map.
import { createRouter, createWebHistory } from 'vue-router'
import LaterPage from './pages/LaterPage.vue'
import OverviewPage from './pages/OverviewPage.vue'

export const LATER = ['target', 'synergise', 'execute', 'learn', 'people', 'audit'] as const

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'overview', component: OverviewPage },
    { path: '/plan', name: 'plan', component: () => import('./pages/ChoosePage.vue') },
    { path: '/plan/:code', name: 'county', component: () => import('./pages/PlanPage.vue'), meta: { nav: 'plan' } },
    { path: '/plan/:code/print', name: 'print', component: () => import('./pages/PrintPage.vue'), meta: { nav: 'plan' } },
    { path: '/plan/:code/bags', name: 'bags', component: () => import('./pages/BagsPage.vue'), meta: { nav: 'plan' } },
    { path: '/plan/:code/whatif', name: 'whatif', component: () => import('./pages/WhatIfPage.vue'), meta: { nav: 'plan' } },
    { path: '/data', name: 'data', component: () => import('./pages/DataPage.vue') },
    ...LATER.map((name) => ({ path: `/${name}`, name, component: LaterPage, props: { stage: name } })),
    { path: '/:rest(.*)', name: 'nowhere', component: () => import('./pages/NowherePage.vue') },
  ],
})
