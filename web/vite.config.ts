import vue from '@vitejs/plugin-vue'
import ElementPlus from 'unplugin-element-plus/vite'
import { defineConfig } from 'vite'

// The built desk is part of the Python package; `npm run dev` talks to a server on the port below.
export default defineConfig({
  plugins: [vue(), ElementPlus({})],
  build: { outDir: '../src/tianlu/server/static', emptyOutDir: true, chunkSizeWarningLimit: 1200 },
  server: { proxy: { '/api': 'http://127.0.0.1:8765' } },
})
