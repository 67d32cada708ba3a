using System.Globalization;

namespace CnnVis;

/// <summary>Options of <see cref="DiagnosisExtensions.Diagnose(CnnModel, IEnumerable{ImageSource}, DiagnoseOptions?, IProgress{ExplanationProgress}?, CancellationToken)"/>.</summary>
public sealed record DiagnoseOptions
{
    /// <summary>
    /// How far two filters, scaled to length 1, and their biases may lie apart to count as the same. <value>The default is 0.0001.</value>
    /// </summary>
    public double DuplicateTolerance { get; init; } = 1e-4;

    internal void Validate()
    {
        if (DuplicateTolerance is not (>= 0 and < 1))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"{nameof(DuplicateTolerance)} is {DuplicateTolerance}; it must be at least 0 and below 1."));
        }
    }
}
