namespace CnnVis.Differentiation.Rules;

/// <summary>A value and its shape, for rules that work along one axis after the other.</summary>
internal sealed record ShapedValue(GradientScope Scope, GraphValue Value, BatchedShape Shape)
{
    /// <summary>Zeros before and after.</summary>
    public ShapedValue Padded(int axis, int begin, int end) => begin == 0 && end == 0
        ? this
        : With(PaddingRules.Pad(Scope, Value, [axis], [begin], [end]), axis, Shape[axis] + begin + end);

    public ShapedValue Taken(int axis, int begin, int count) => begin == 0 && count == Shape[axis]
        ? this
        : With(PaddingRules.Take(Scope, Value, [axis], [begin], [count]), axis, count);

    public ShapedValue Reversed(int axis) => this with
    {
        Value = Scope.Op("Slice", [Value, Scope.List(-1), Scope.List(long.MinValue), Scope.List(axis), Scope.List(-1)]),
    };

    /// <summary>Zeros between the places: each gets an axis of its own, which is filled up and folded back.</summary>
    public ShapedValue Spaced(int axis, int step)
    {
        if (step == 1 || Shape[axis] == 1)
        {
            return this;
        }

        GraphValue apart = Scope.Op("Unsqueeze", [Value, Scope.List(axis + 1)]);
        GraphValue filled = PaddingRules.Pad(Scope, apart, [axis + 1], [0], [step - 1]);
        ShapedValue folded = With(Value, axis, Shape[axis] * step);
        return (folded with { Value = Scope.Reshape(filled, folded.Shape) }).Taken(axis, 0, ((Shape[axis] - 1) * step) + 1);
    }

    /// <summary>Multiplies along an axis with a matrix [the axis's size, columns].</summary>
    public ShapedValue Multiplied(int axis, float[] matrix, int columns)
    {
        int last = Shape.Rank - 1;
        int[] swapped = [.. Enumerable.Range(0, Shape.Rank).Select(i => i == axis ? last : i == last ? axis : i)];
        GraphValue constant = Scope.Constant(matrix, Shape[axis], columns);
        GraphValue product = axis == last
            ? Scope.Op("MatMul", [Value, constant])
            : Scope.Transpose(Scope.Op("MatMul", [Scope.Transpose(Value, swapped), constant]), swapped);
        return With(product, axis, columns);
    }

    /// <summary>Sums each run of so many places.</summary>
    public ShapedValue SummedInRuns(int axis, int length)
    {
        int count = Shape[axis] / length;
        int? batch = Shape.BatchAxis > axis ? Shape.BatchAxis + 1 : Shape.BatchAxis;
        var apart = new BatchedShape([.. Shape.Sizes.Take(axis), count, length, .. Shape.Sizes.Skip(axis + 1)], batch);
        GraphValue sums = Scope.Op("ReduceSum", [Scope.Reshape(Value, apart), Scope.List(axis + 1)], ("keepdims", 0L));
        return With(sums, axis, count);
    }

    private ShapedValue With(GraphValue value, int axis, int size) =>
        new(Scope, value, new BatchedShape([.. Shape.Sizes.Select((old, i) => i == axis ? size : old)], Shape.BatchAxis));
}
