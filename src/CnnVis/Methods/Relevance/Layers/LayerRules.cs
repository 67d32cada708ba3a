namespace CnnVis.Methods;

/// <summary>
/// The rules of linear layers. All share R_j among the inputs i in proportion to parts of the products x_i w_ij:
/// R_i = sum_j (part of x_i w_ij) R_j / z_j, where z_j is the sum of these parts and a part of the bias.
/// </summary>
internal static class LayerRules
{
    /// <summary>R_i = x_i sum_j w_ij R_j / (z_j + e sign(z_j)), z = W x + b. Bach et al. 2015.</summary>
    public static LayerRule Epsilon(float epsilon) =>
        (layer, relevance) => layer.X * layer.Backward(WeightPart.Whole, Stabilizer.Quotient(layer.Scope, relevance, layer.Z, epsilon));

    /// <summary>Only what raises the output counts: alpha-beta with 1 and 0. Bach et al. 2015; Montavon et al. 2017.</summary>
    public static GraphValue ZPlus(LinearLayer layer, GraphValue relevance) =>
        Spread(layer, relevance / Raising(layer, Stabilizer.Smallest), RaisingTerms(layer));

    /// <summary>alpha times the relevance shared by what raises the output, minus beta times that by what lowers it. Bach et al. 2015.</summary>
    public static LayerRule AlphaBeta(float alpha, float beta) => (layer, relevance) =>
    {
        Term[] lowering = [new(layer.PositiveX, WeightPart.Negative), new(layer.NegativeX, WeightPart.Positive)];
        GraphValue z = Sum(layer, layer.Bias(WeightPart.Negative, -Stabilizer.Smallest), lowering);
        return (ZPlus(layer, relevance) * alpha) - (Spread(layer, relevance / z, lowering) * beta);
    };

    /// <summary>
    /// What has the sign of the output counts 1 + gamma times. Montavon et al. 2019, for inputs of either sign as Andeol et al. 2021.
    /// With p the sum of what raises z = W x + b: z + gamma p where z is positive, z + gamma (z - p) where it is negative.
    /// </summary>
    public static LayerRule Gamma(float gamma) => (layer, relevance) =>
    {
        WeightPart positive = WeightPart.PositiveRaised(gamma);
        WeightPart negative = WeightPart.NegativeRaised(gamma);
        GraphValue z = layer.Z;
        GraphValue raising = Raising(layer, 0);
        GraphValue ofPositive = Stabilizer.Quotient(layer.Scope, relevance * layer.Scope.Above(z, 0), z + (raising * gamma));
        GraphValue raised = Spread(layer, ofPositive, [new(layer.PositiveX, positive), new(layer.NegativeX, negative)]);
        if (layer.IsRectified)
        {
            return raised;
        }

        GraphValue ofNegative = Stabilizer.Quotient(layer.Scope, relevance * layer.Scope.Below(z, 0), z + ((z - raising) * gamma));
        return raised + Spread(layer, ofNegative, [new(layer.PositiveX, negative), new(layer.NegativeX, positive)]);
    };

    /// <summary>Every input that a unit sees gets the same: weights and inputs count as 1. Lapuschkin et al. 2019.</summary>
    public static GraphValue Flat(LinearLayer layer, GraphValue relevance) => WithoutInput(layer, relevance, WeightPart.One, bias: null);

    /// <summary>Inputs count as 1, weights are squared. Montavon et al. 2017.</summary>
    public static GraphValue WSquare(LinearLayer layer, GraphValue relevance) =>
        WithoutInput(layer, relevance, WeightPart.Squared, layer.Bias(WeightPart.Squared));

    /// <summary>
    /// R_i = (x_i - l_i) sum_j w+_ij s_j + (x_i - h_i) sum_j w-_ij s_j: how far each input is from the bound that lowers the output most. The
    /// parts of the bias cancel. Montavon et al. 2017.
    /// </summary>
    public static LayerRule ZBox(InputRange? range) => (layer, relevance) =>
    {
        (GraphValue low, GraphValue high) = InputBounds.Of(layer, range);
        Term[] terms = [new(layer.X - low, WeightPart.Positive), new(layer.X - high, WeightPart.Negative)];
        return Spread(layer, Stabilizer.Quotient(layer.Scope, relevance, Sum(layer, bias: null, terms)), terms);
    };

    private static GraphValue WithoutInput(LinearLayer layer, GraphValue relevance, WeightPart weights, float[]? bias)
    {
        IEnumerable<long> shape = layer.Scope.ShapeOfX(0).Select(size => (long)size);
        GraphValue ones = layer.Scope.Op("Expand", [layer.Scope.Constant(1), layer.Scope.List([.. shape])]);
        return layer.Backward(weights, relevance / (layer.Forward(weights, ones, bias) + Stabilizer.Smallest));
    }

    private static Term[] RaisingTerms(LinearLayer layer) => [new(layer.PositiveX, WeightPart.Positive), new(layer.NegativeX, WeightPart.Negative)];

    private static GraphValue Raising(LinearLayer layer, float stabilizer) =>
        Sum(layer, layer.Bias(WeightPart.Positive, stabilizer), RaisingTerms(layer));

    private static GraphValue Sum(LinearLayer layer, float[]? bias, IEnumerable<Term> terms) => Existing(terms)
        .Select((term, i) => layer.Forward(term.Weights, term.X!, i == 0 ? bias : null))
        .Aggregate((sum, next) => sum + next);

    private static GraphValue Spread(LinearLayer layer, GraphValue quotient, IEnumerable<Term> terms) => Existing(terms)
        .Select(term => term.X! * layer.Backward(term.Weights, quotient))
        .Aggregate((sum, next) => sum + next);

    private static IEnumerable<Term> Existing(IEnumerable<Term> terms) => terms.Where(term => term.X is not null);

    /// <summary>A part of the inputs and the part of the weights that it is multiplied with.</summary>
    private readonly record struct Term(GraphValue? X, WeightPart Weights);
}
