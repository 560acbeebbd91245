"""The review page: a small web application on this machine, where a person looks at findings and decides."""
