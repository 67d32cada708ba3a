namespace CnnVis.Models;

/// <summary>Which cells around a point a Resize reads.</summary>
/// <param name="Mode">ONNX's name: nearest, linear, cubic.</param>
/// <param name="Rounding">ONNX's name of how the nearest is found.</param>
/// <param name="Spread">How many cells are averaged where one was: above 1 where an antialiasing filter makes the input smaller.</param>
internal sealed record ResamplingKernel(string Mode, string Rounding, double Spread)
{
    // Points are computed in floating point: what is this near to a cell's middle lies on it.
    private const double Rounded = 1e-6;

    /// <summary>How many cells apart the outermost may lie, on both sides together.</summary>
    public double Reach => Spread * (Mode switch { "nearest" => 1, "cubic" => 4, _ => 2 });

    public IEnumerable<int> Around(double point)
    {
        if (Mode == "nearest")
        {
            return [Nearest(point)];
        }

        // Weights are 0 at the ends of the reach and, unless the filter is wider, at all other cells where a point lies on one.
        double half = (Reach / 2) - Rounded;
        bool isOnCell = Spread == 1 && Math.Abs(point - Math.Round(point)) < Rounded;
        (int first, int last) = isOnCell
            ? ((int)Math.Round(point), (int)Math.Round(point))
            : ((int)Math.Ceiling(point - half), (int)Math.Floor(point + half));
        return Enumerable.Range(first, last - first + 1);
    }

    private int Nearest(double point) => Rounding switch
    {
        "floor" => (int)Math.Floor(point + Rounded),
        "ceil" => (int)Math.Ceiling(point - Rounded),
        "round_prefer_ceil" => (int)Math.Floor(point + 0.5 + Rounded),
        _ => (int)Math.Ceiling(point - 0.5 - Rounded),
    };
}
