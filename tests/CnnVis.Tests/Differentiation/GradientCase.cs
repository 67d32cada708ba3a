using CnnVis.Onnx;

namespace CnnVis.Tests.Differentiation;

/// <summary>A row of the table: one operator with its inputs and attributes, or a few nodes that show it.</summary>
internal sealed record GradientCase(
    string Operator, int Opset, CaseStep Step, IReadOnlyList<CaseInput> Inputs, IReadOnlyList<AttributeProto> Attributes)
{
    /// <summary>The image's numbers, from a count and a seed.</summary>
    public Func<int, int, float[]> Values { get; init; } = CaseValues.Uniform;

    /// <summary>What the operator puts out; "" for an output that the node leaves out.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = ["y"];

    /// <summary>The outputs from which gradients come.</summary>
    public IReadOnlyList<string> From { get; init; } = ["y"];

    /// <summary>The nodes, where it takes more than one; inputs are called x0, x1, ...</summary>
    public IReadOnlyList<NodeProto>? Body { get; init; }

    public IReadOnlyList<FunctionProto> Functions { get; init; } = [];

    public string Note { get; init; } = "";

    public bool OnlyOneImage { get; init; }

    /// <summary>Whether kinks may lie anywhere; directions in which one is near are passed over.</summary>
    public bool HasKinks { get; init; }

    /// <summary>False where a last bit decides which place is nearest.</summary>
    public bool HasNaiveTwin { get; init; } = true;

    /// <summary>The row in floats whose gradient a row with rounding has to have.</summary>
    public GradientCase? Twin { get; init; }

    public bool TakesBatches => !OnlyOneImage && Inputs.Where(input => input.IsWanted).All(input => input.IsBatched);

    public double Tolerance => HasKinks ? 1e-3 : Step == CaseStep.Small ? 2e-4 : 1e-5;

    public string Name => string.Join(' ', Parts().Where(part => part.Length > 0));

    public IReadOnlyList<NodeProto> Nodes =>
        Body ?? [CaseParts.Node(Operator, [.. Inputs.Select((input, i) => input.IsAbsent ? "" : $"x{i}")], [.. Outputs], [.. Attributes])];

    /// <summary>The same in every run and for every order of rows.</summary>
    public int Seed => Name.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter)) & 0xFFFFFF;

    public GradientCase With(Func<int, int, float[]> values, string note) => this with { Values = values, Note = note };

    public GradientCase Noted(string note) => this with { Note = note };

    public GradientCase OneImage() => this with { OnlyOneImage = true };

    public GradientCase WithOutputs(string[] outputs, params string[] from) => this with { Outputs = outputs, From = from };

    public GradientCase With(params FunctionProto[] functions) => this with { Functions = functions };

    /// <summary>Gives a row its twin in floats.</summary>
    public GradientCase Like(params NodeProto[] twin) => this with { Twin = this with { Body = twin } };

    public GradientCase As(params NodeProto[] body) => this with { Body = body };

    public GradientCase AtOpset(int opset) => this with { Opset = opset, Twin = Twin is null ? null : Twin with { Opset = opset } };

    /// <summary>Whether the table has the same rule for the operator at another opset; a body may hold operators that did not exist then.</summary>
    public bool HasSameRuleAt(int opset) =>
        Functions.Count == 0
        && GradientRules.Standard.Find(Operator, Opset) is { } rule
        && GradientRules.Standard.Find(Operator, opset)?.Since == rule.Since;

    public override string ToString() => Name;

    private IEnumerable<string> Parts() =>
    [
        $"{Operator}-{Opset}",
        .. Inputs.Select(input => input.ToString()),
        .. Attributes.Select(Describe),
        Note,
        From is ["y"] ? "" : $"from {string.Join(',', From)}",
    ];

    private static string Describe(AttributeProto attribute) => $"{attribute.Name}=" + attribute.Type switch
    {
        AttributeProto.Types.AttributeType.Int => FormattableString.Invariant($"{attribute.I}"),
        AttributeProto.Types.AttributeType.Float => FormattableString.Invariant($"{attribute.F}"),
        AttributeProto.Types.AttributeType.String => attribute.S.ToStringUtf8(),
        AttributeProto.Types.AttributeType.Floats => string.Join(',', attribute.Floats),
        AttributeProto.Types.AttributeType.Ints => string.Join(',', attribute.Ints),
        var other => other.ToString(),
    };
}
