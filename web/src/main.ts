import { createApp } from 'vue'
import 'element-plus/theme-chalk/dark/css-vars.css'
import App from './App.vue'
import { i18n } from './i18n'
import { router } from './router'
import { guardPages } from './commands/signIn'
import { followSettings } from './state/settings'
import './style/tokens.css'
import './style/base.css'

followSettings()
guardPages()
createApp(App).use(i18n).use(router).mount('#app')
