using System.Diagnostics;
using CnnVis.Runtime;

namespace CnnVis.Features.Diagnoses;

/// <summary>One pass over the images, then the checks.</summary>
internal sealed class DiagnosisRun(CnnModel model, DiagnoseOptions options, CancellationToken cancellationToken)
{
    // What candidates are compared on: more images make no answer clearer, and each costs a pass for each candidate.
    private const int MostCompared = 8;

    public Diagnosis Run(IReadOnlyList<(string Name, Func<DiagnosedImage> Load)> images, IProgress<ExplanationProgress>? progress)
    {
        long started = Stopwatch.GetTimestamp();
        var report = new DiagnosisReport();
        var skipped = new List<SkippedImage>();
        var kept = new List<DiagnosedImage>();
        var layout = new LayoutCheck();
        var activations = new ActivationChecks(model);
        var colors = new ChannelOrderCheck(model, images.Count);
        var meter = new ProgressMeter(progress);
        meter.Expect(images.Count);
        int seen = 0;
        foreach ((string name, Func<DiagnosedImage> load) in images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (LoadOrSkip(name, load, skipped) is { } image)
            {
                seen++;
                layout.Add(image);
                activations.Add(image.Tensor, cancellationToken);
                colors.Add(image, cancellationToken);
                if (kept.Count < MostCompared)
                {
                    kept.Add(image);
                }
            }

            meter.Advance(1);
        }

        if (seen == 0)
        {
            throw new CnnVisException($"None of the {skipped.Count} images can be read. The first, {skipped[0].Name}: {skipped[0].Reason}");
        }

        layout.Report(report);
        WeightChecks.Report(model, options, report);
        activations.Report(report, seen);
        new RangeCheck(model, kept, cancellationToken).Report(report);
        colors.Report(report);
        CheckerboardCheck.Report(model, report);
        cancellationToken.ThrowIfCancellationRequested();
        return new Diagnosis(model.Name, seen)
        {
            Findings = [.. report.Findings.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Kind)],
            Untested = [.. report.Untested.OrderBy(untested => untested.Kind)],
            Notes = [.. model.Notes, .. report.Notes],
            Skipped = skipped,
            Options = options,
            Elapsed = Stopwatch.GetElapsedTime(started),
        };
    }

    private static DiagnosedImage? LoadOrSkip(string name, Func<DiagnosedImage> load, List<SkippedImage> skipped)
    {
        try
        {
            return load();
        }
        catch (Exception e) when (e is CnnVisException or IOException or UnauthorizedAccessException)
        {
            skipped.Add(new SkippedImage(name, e.Message));
            return null;
        }
    }
}
