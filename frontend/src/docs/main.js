// The API's description, to read and to try with a token of one's own.
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';

SwaggerUI({
  url: '/schema/openapi.json',
  dom_id: '#root',
  deepLinking: true,
  docExpansion: 'list',
  // The online validator would be sent the document.
  validatorUrl: null,
});
