namespace CnnVis.Cli.Bench;

/// <summary>What a process found that measured one method, or forward passes alone. Seconds, unless the name says otherwise.</summary>
/// <param name="ForwardBefore">A forward pass before anything else was made.</param>
/// <param name="ForwardAfter">A forward pass of another model, when everything else was gone.</param>
/// <param name="PeakMegabytes">The most memory that the process held until the method was measured; null where the system does not say.</param>
/// <param name="Explained">What the method took; null for forward passes alone.</param>
internal sealed record Measurement(double ForwardBefore, double ForwardAfter, double? PeakMegabytes, ExplanationTimes? Explained)
{
    /// <summary>The faster of the two, so that no ratio looks better for a disturbance.</summary>
    public double Forward => Math.Min(ForwardBefore, ForwardAfter);

    /// <summary>How far they are apart: 0.2 for a fifth.</summary>
    public double Drift => (Math.Max(ForwardBefore, ForwardAfter) / Forward) - 1;
}
