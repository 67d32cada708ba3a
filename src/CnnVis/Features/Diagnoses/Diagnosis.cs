using CnnVis.Features.Diagnoses;

namespace CnnVis;

/// <summary>A check-up of a network on some images: what is wrong, what it means, what to try, and what could not be told.</summary>
public sealed class Diagnosis
{
    internal Diagnosis(string model, int imageCount)
    {
        Model = model;
        ImageCount = imageCount;
    }

    /// <summary>The model's file name, without its folder.</summary>
    public string Model { get; }

    /// <summary>How many images it was looked at with, without those that could not be read.</summary>
    public int ImageCount { get; }

    /// <summary>What was found, the gravest first.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What cannot be told, and why.</summary>
    public required IReadOnlyList<UntestedCheck> Untested { get; init; }

    /// <summary>What was measured and is as it should be, and guesses about the model.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The images that could not be read.</summary>
    public required IReadOnlyList<SkippedImage> Skipped { get; init; }

    /// <summary>How it was made.</summary>
    public required DiagnoseOptions Options { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The severity of the gravest finding; null where there is none.</summary>
    public FindingSeverity? Worst => Findings.Count > 0 ? Findings.Max(finding => finding.Severity) : null;

    /// <summary>A report in words.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString() => DiagnosisText.Of(this);
}
