namespace CnnVis;

/// <summary>How the maps of several layers become one. Each is scaled to 0 to 1 and resized to the input first.</summary>
public enum LayerFusion
{
    /// <summary>Their mean, as in pytorch-grad-cam.</summary>
    Mean = 0,

    /// <summary>The largest number at each place, as in TorchCAM.</summary>
    Max,
}
