namespace CnnVis.Features.Diagnoses;

/// <summary>What the checks have to say.</summary>
internal sealed class DiagnosisReport
{
    public List<Finding> Findings { get; } = [];

    public List<UntestedCheck> Untested { get; } = [];

    public List<string> Notes { get; } = [];

    public bool Has(FindingKind kind) => Findings.Any(finding => finding.Kind == kind);

    public void CannotTell(FindingKind kind, string reason) => Untested.Add(new UntestedCheck(kind, reason));
}
