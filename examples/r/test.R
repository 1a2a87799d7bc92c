# Whether what winter.R reads and writes is what the program wrote: Rscript examples/r/test.R FOLDER, after winter.R.

suppressPackageStartupMessages(library(jsonlite))
folder <- commandArgs(trailingOnly = TRUE)[1]
results <- fromJSON(file.path(folder, "run", "results.json"))
runs <- read.csv(file.path(folder, "run", "runs.csv"), check.names = FALSE)
daily <- read.csv(file.path(folder, "run", "daily.csv"))
pathways <- read.csv(file.path(folder, "pathways.csv"))
near <- function(a, b) isTRUE(all.equal(a, b, tolerance = 1e-9))

stopifnot(
  "every run has its row" = nrow(runs) == results$runs,
  "the mean of the runs is the mean" = near(mean(runs$nctr_bed_days), results$outcomes$nctr_bed_days$mean),
  "the table has every pathway" = setequal(pathways$pathway, names(results$pathways)),
  "its rows are the means of the runs" = all(vapply(seq_len(nrow(pathways)), function(i) {
    near(mean(runs[[paste0(pathways$pathway[i], ".nctr_bed_days")]]), pathways$bed_days[i])
  }, logical(1))),
  "pathways make up the whole" = near(sum(pathways$bed_days), results$outcomes$nctr_bed_days$mean),
  "means lie in their intervals" = all(pathways$low <= pathways$bed_days & pathways$bed_days <= pathways$high),
  "every day is there" = sum(daily$measure == "nctr_remaining") == results$days,
  "both pictures are drawn" = all(file.size(file.path(folder, c("people.svg", "people.png"))) > 10000)
)
lines <- readLines(file.path(folder, "people.svg"))
stopifnot("the chart is a picture with bands" = any(grepl("<svg", lines)) && sum(grepl("<path", lines)) >= 3)
cat("1 passed, 0 failed\n")
