# A run read in R: one table and one chart made again from what the command writes.
#
#   Rscript examples/r/winter.R [FOLDER] [SCENARIO] [RUNS]
#
# Needs `wardflow` on the path, or its place in WARDFLOW, and the package jsonlite. FOLDER gets the run in `run/`, the
# table as pathways.csv and the chart as people.svg and people.png. docs/r.md explains it line by line.

suppressPackageStartupMessages(library(jsonlite))

typed <- commandArgs(trailingOnly = TRUE)
folder <- if (length(typed) >= 1) typed[1] else "winter-in-r"
scenario <- if (length(typed) >= 2) typed[2] else "builtin:winter"
runs <- if (length(typed) >= 3) typed[3] else "20"
program <- Sys.getenv("WARDFLOW", "wardflow")

# 1. Run it. Everything that R needs is in CSV and JSON: neither charts nor a report are made.
out <- file.path(folder, "run")
words <- c("run", shQuote(scenario), "--runs", runs, "--charts", "none", "--report", "none", "--quiet", "--out", shQuote(out))
code <- system2(program, words)
# 4: done, but the precision that was asked was not reached.
if (!code %in% c(0, 4)) stop("wardflow ended with ", code)

# 2. Every outcome with its intervals: lists in lists, as in results.json.
results <- fromJSON(file.path(out, "results.json"))
bed_days <- results$outcomes$nctr_bed_days
cat(sprintf("%s: %s runs from seed %s\n", results$scenario$name, results$runs, results$seed))
cat(sprintf("Bed-days with no criteria to reside: %.0f on average, 95%% %.0f to %.0f\n",
            bed_days$mean, bed_days$precision95[1], bed_days$precision95[2]))
# Fewer runs than 19 do not tell how far apart single winters lie: null.
if (!is.null(bed_days$range90)) {
  cat(sprintf("Nine winters in ten lie from %.0f to %.0f\n", bed_days$range90[1], bed_days$range90[2]))
}
cat("\n")

# 3. A table by pathway. An outcome without a value, as nobody came, is null: NA.
number <- function(x) if (is.null(x)) NA_real_ else x
row <- function(key) {
  found <- results$pathways[[key]]
  data.frame(
    pathway = key,
    bed_days = number(found$nctr_bed_days$mean),
    low = number(found$nctr_bed_days$precision95[1]),
    high = number(found$nctr_bed_days$precision95[2]),
    days_waited = number(found$delay_days_mean$mean)
  )
}
pathways <- do.call(rbind, lapply(names(results$pathways), row))
pathways$share <- pathways$bed_days / sum(pathways$bed_days)
write.csv(pathways, file.path(folder, "pathways.csv"), row.names = FALSE)
shown <- transform(subset(pathways, bed_days > 0), bed_days = round(bed_days), low = round(low), high = round(high),
                   days_waited = round(days_waited, 1), share = sprintf("%.0f%%", 100 * share))
print(shown, row.names = FALSE)

# 4. A chart: people who no longer need their bed, day by day over the runs.
daily <- read.csv(file.path(out, "daily.csv"))
nctr <- subset(daily, measure == "nctr_remaining")
nctr$date <- as.Date(nctr$date)

draw <- function() {
  par(mar = c(3, 4, 4, 1), las = 1, family = "sans")
  top <- max(nctr$p50, nctr$p95, na.rm = TRUE)
  plot(nctr$date, nctr$p50, type = "n", ylim = c(0, top), xlab = "", ylab = "people", bty = "l", xaxt = "n")
  months <- seq(as.Date(format(nctr$date[1], "%Y-%m-01")), max(nctr$date), by = "month")
  axis.Date(1, at = months[months >= nctr$date[1]], format = "%b %Y")
  grid(nx = NA, ny = NULL, col = "grey85", lty = 1)
  # Percentiles that so few runs do not tell are empty, and their band is left out.
  band <- function(low, high, colour) if (!anyNA(c(low, high))) polygon(c(nctr$date, rev(nctr$date)), c(low, rev(high)), col = colour, border = NA)
  band(nctr$p5, nctr$p95, "#cfe0ee")
  band(nctr$p25, nctr$p75, "#93b9d8")
  lines(nctr$date, nctr$p50, col = "#0b3c5d", lwd = 2)
  legend("bottomleft", bty = "n", cex = 0.9, legend = c("median", "half of the runs", "nine in ten"),
         col = c("#0b3c5d", NA, NA), lwd = c(2, NA, NA), fill = c(NA, "#93b9d8", "#cfe0ee"), border = NA)
  title(main = "People with no criteria to reside, at midnight", adj = 0, line = 2.2)
  mtext(sprintf("%s, %s runs, seed %s", results$scenario$name, results$runs, results$seed), adj = 0, line = 0.8, cex = 0.9)
}
svg(file.path(folder, "people.svg"), width = 8, height = 4.5)
draw()
invisible(dev.off())
png(file.path(folder, "people.png"), width = 1200, height = 675, res = 150, type = "cairo")
draw()
invisible(dev.off())
