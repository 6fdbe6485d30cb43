"""Charts drawn on the server: what stands where. templates/charts/chart.svg writes it down."""
