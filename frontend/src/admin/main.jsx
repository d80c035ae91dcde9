import { createRoot } from 'react-dom/client';
createRoot(/** @type {HTMLElement} */ (document.getElementById('root'))).render(<main><h1>Operations</h1></main>);
