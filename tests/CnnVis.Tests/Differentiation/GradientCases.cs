namespace CnnVis.Tests.Differentiation;

/// <summary>The table of rows: every operator that has a rule, with every variant that a rule tells apart.</summary>
internal static partial class GradientCases
{
    public static IReadOnlyList<GradientCase> All { get; } =
    [
        .. Convolutions(),
        .. TransposedConvolutions(),
        .. MaxPools(),
        .. AveragePools(),
        .. Functions(),
        .. Activations(),
        .. Arithmetic(),
        .. Normalizations(),
        .. MatrixProducts(),
        .. Einsums(),
        .. Reductions(),
        .. Shapes(),
        .. Slices(),
        .. Pads(),
        .. Gathers(),
        .. Scatters(),
        .. Resizes(),
        .. ControlFlows(),
        .. ModelFunctions(),
        .. Quantizations(),
        .. Steps(),
    ];

    private static readonly Dictionary<string, GradientCase> ByName = All.ToDictionary(row => row.Name);

    public static GradientCase Find(string name) => ByName[name];

    public static TheoryData<string> Names(Func<GradientCase, bool> which) => [.. All.Where(which).Select(row => row.Name)];
}
