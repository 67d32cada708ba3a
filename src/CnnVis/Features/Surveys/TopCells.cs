namespace CnnVis.Features.Surveys;

/// <summary>The largest of a stream of activations; of equal ones that which came earlier.</summary>
internal sealed class TopCells(int capacity)
{
    private readonly List<TopCell> _cells = new(Math.Min(capacity, 16));
    private float _largestLeftOut = float.NegativeInfinity;

    public IReadOnlyList<TopCell> Cells => _cells;

    /// <summary>True where all that are kept are equal and others were as large: they are merely the first.</summary>
    public bool AreMerelyFirst => _cells.Count > 0 && _cells[0].Value == _cells[^1].Value && _largestLeftOut == _cells[0].Value;

    /// <summary>Offers the largest activations of the next image's map, so many at most.</summary>
    public void Offer(int image, ReadOnlySpan<float> map, int most)
    {
        if (most == 1)
        {
            int largest = LargestFinite(map);
            if (largest >= 0)
            {
                Offer(new TopCell(map[largest], image, largest));
            }

            return;
        }

        var own = new TopCells(most);
        for (int cell = 0; cell < map.Length; cell++)
        {
            if (float.IsFinite(map[cell]))
            {
                own.Offer(new TopCell(map[cell], image, cell));
            }
        }

        own._cells.ForEach(Offer);
    }

    private void Offer(TopCell cell)
    {
        if (_cells.Count == capacity)
        {
            float last = _cells[^1].Value;
            _largestLeftOut = Math.Max(_largestLeftOut, Math.Min(cell.Value, last));
            if (cell.Value <= last)
            {
                return;
            }

            _cells.RemoveAt(capacity - 1);
        }

        int place = _cells.Count;
        while (place > 0 && cell.Value > _cells[place - 1].Value)
        {
            place--;
        }

        _cells.Insert(place, cell);
    }

    private static int LargestFinite(ReadOnlySpan<float> map)
    {
        int largest = -1;
        for (int cell = 0; cell < map.Length; cell++)
        {
            if (float.IsFinite(map[cell]) && (largest < 0 || map[cell] > map[largest]))
            {
                largest = cell;
            }
        }

        return largest;
    }
}
