namespace AutoGrad;

/// <summary>What one training step, or one gradient, came to.</summary>
/// <param name="Loss">The loss: the data term and the penalties.</param>
/// <param name="DataLoss">The data term alone.</param>
/// <param name="GradientNorm">
/// The L2 norm over all parameters, with penalties and before every clip. A finite gradient has a finite norm here: one beyond
/// the range of <see cref="float"/> reads as <see cref="float.MaxValue"/>.
/// </param>
/// <param name="ClipScale">The factor of the global norm clip; 1 without one.</param>
/// <param name="IsFinite">Whether the loss and the unclipped gradient are finite.</param>
public readonly record struct StepReport(float Loss, float DataLoss, float GradientNorm, float ClipScale, bool IsFinite);
