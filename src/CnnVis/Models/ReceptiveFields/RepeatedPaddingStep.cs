namespace CnnVis.Models;

/// <summary>Padding that repeats what is there.</summary>
/// <param name="Before">The cells added in front.</param>
/// <param name="Mode">ONNX's name of the kind: edge, reflect, wrap.</param>
internal sealed record RepeatedPaddingStep(int Before, string Mode) : AxisStep
{
    public override FieldAxis Of(FieldAxis given) => given.Sliced(-Before, step: 1);

    public override IEnumerable<int> Reads(int cell, int length)
    {
        int place = cell - Before;
        yield return Mode switch
        {
            "edge" => Math.Clamp(place, 0, length - 1),
            "wrap" => Modulo(place, length),
            _ when length == 1 => 0,
            _ => Mirrored(Modulo(place, 2 * (length - 1)), length),
        };
    }

    private static int Modulo(int place, int length) => ((place % length) + length) % length;

    private static int Mirrored(int place, int length) => place < length ? place : (2 * (length - 1)) - place;
}
