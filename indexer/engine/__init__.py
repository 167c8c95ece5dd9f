"""Two engines behind one port: `embedded` needs no server, `elastic` talks to Elasticsearch."""
