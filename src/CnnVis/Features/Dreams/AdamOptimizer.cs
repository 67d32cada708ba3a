namespace CnnVis.Features.Dreams;

/// <summary>Steps uphill, each number at its own pace (Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015).</summary>
internal sealed class AdamOptimizer(int count, float learningRate)
{
    private const float FirstDecay = 0.9f;
    private const float SecondDecay = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly float[] _mean = new float[count];
    private readonly float[] _meanSquare = new float[count];
    private int _steps;

    public void Step(Span<float> numbers, ReadOnlySpan<float> gradient)
    {
        _steps++;
        float meanCorrection = 1 / (1 - MathF.Pow(FirstDecay, _steps));
        float squareCorrection = 1 / (1 - MathF.Pow(SecondDecay, _steps));
        for (int i = 0; i < numbers.Length; i++)
        {
            _mean[i] += (1 - FirstDecay) * (gradient[i] - _mean[i]);
            _meanSquare[i] += (1 - SecondDecay) * ((gradient[i] * gradient[i]) - _meanSquare[i]);
            numbers[i] += learningRate * _mean[i] * meanCorrection / (MathF.Sqrt(_meanSquare[i] * squareCorrection) + Epsilon);
        }
    }
}
