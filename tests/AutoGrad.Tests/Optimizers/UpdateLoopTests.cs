using AutoGrad.Tests.Models;

namespace AutoGrad.Tests.Optimizers;

/// <summary>The bits of an update do not depend on the vectors' width nor on how the block is cut.</summary>
public sealed class UpdateLoopTests
{
    private static readonly AdamSettings Settings = new(0.9f, 0.999f, 1e-8f);

    private static readonly AdamRule Adam = new(Settings, step: 0.1f, rootScale: 1.5f);

    private static readonly DecoupledDecay Decay = new(0.01f);

    [Fact]
    public void Cutting_the_block_anywhere_changes_no_bit()
    {
        (float[] values, float[] state) whole = Run(
            Adam, (set, state, rule) => UpdateLoop.Run(Part(set), ref state[0], in rule, Decay, 0, set.PaddedLength));
        for (int cut = 0; cut <= 240; cut += ParameterSet.Granularity)
        {
            (float[] values, float[] state) parts = Run(Adam, (set, state, rule) =>
            {
                Assert.Equal(240, set.PaddedLength);
                UpdateLoop.Run(Part(set), ref state[0], in rule, Decay, cut, set.PaddedLength);
                UpdateLoop.Run(Part(set), ref state[0], in rule, Decay, 0, cut);
            });
            Assert.Equal(whole.values, parts.values);
            Assert.Equal(whole.state, parts.state);
        }
    }

    [Theory]
    [InlineData(UpdateLoop.ChunkLength * 2 - 16)]
    [InlineData(UpdateLoop.ChunkLength * 2)]
    [InlineData(UpdateLoop.ChunkLength * 2 + 1)]
    [InlineData(UpdateLoop.ChunkLength * 3 + 5)]
    public void Large_blocks_are_updated_in_pieces_to_the_same_bits(int length)
    {
        ParameterSet whole = Filled(), pieces = Filled();
        var rule = new SgdRule(1);
        float none = 0;
        UpdateLoop.Run(Part(whole, states: 0), ref none, in rule, default(NoDecay), 0, whole.PaddedLength);
        UpdateLoop.RunAll(Part(pieces, states: 0), ref none, in rule, default(NoDecay));
        Assert.True(whole.ValueSpan().SequenceEqual(pieces.ValueSpan()));
        Assert.All(Sets.Read(pieces["P1"].Value), w => Assert.NotEqual(0, w));

        ParameterSet Filled()
        {
            ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.Parameter, 1), 7, length - 8, 1);
            var random = new Random(1);
            set.Finish([.. Enumerable.Range(0, length).Select(_ => random.NextSingle() + 1)]);
            return set;
        }
    }

    [Fact]
    public void Half_as_wide_vectors_give_the_same_bits()
    {
        SameBits(new SgdRule(0.1f));
        SameBits(new MomentumRule(0.1f, 0.9f));
        SameBits(new NesterovRule(0.1f, 0.9f));
        SameBits(Adam);
        SameBits(new RmsPropRule(new RmsPropSettings(0.9f, 1e-8f, 0, false), 0.1f));
        SameBits(new RmsPropRule(new RmsPropSettings(0.9f, 1e-8f, 0.9f, true), 0.1f));
        SameBits(new AdagradRule(0.1f, 1e-8f, 0.2f));
        SameBits(new AdadeltaRule(1, 0.9f, 0.1f, 1e-6f));
        SameBits(new AdamaxRule(Settings, 0.1f));
        SameBits(new NadamRule(Settings, 0.1f, 0.2f, 1.5f));
        SameBits(new LionRule(0.1f, Settings));
    }

    [Fact]
    public void Every_lane_of_a_shared_vector_has_its_own_parameters_factor()
    {
        for (int first = 1; first < 20; first++)
        {
            for (int second = 1; second < 20; second++)
            {
                ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.Parameter, 1), first, second, 3);
                var gradient = new float[set.Length];
                Array.Fill(gradient, 2);
                set.Finish(gradient);
                new Sgd(1).Update(set);
                foreach (Parameter parameter in set)
                    Assert.All(parameter.Numbers(), w => Assert.Equal(-1 / Math.Sqrt(parameter.Numbers().Length), w, 1e-6));
            }
        }
    }

    [Fact]
    public void What_belongs_to_another_part_keeps_its_values_and_its_state()
    {
        // Lengths that put borders of the parts at every place of a vector.
        ParameterSet together = Filled(), apart = Filled();
        float[] state = new float[2 * together.PaddedLength], apartState = new float[2 * together.PaddedLength];
        bool[] all = [.. Enumerable.Repeat(true, together.Count)], odd = [.. Enumerable.Range(0, together.Count).Select(i => i % 2 == 1)];
        for (int step = 0; step < 3; step++)
        {
            UpdateLoop.Run(new UpdatePart(together, all, 2, 0, 0), ref state[0], in Adam, Decay, 0, together.PaddedLength);
            foreach (bool[] members in (bool[][])[odd, [.. odd.Select(m => !m)]])
                UpdateLoop.Run(new UpdatePart(apart, members, 2, 0, 0), ref apartState[0], in Adam, Decay, 0, apart.PaddedLength);
        }

        Assert.Equal(Sets.Read(together.Values), Sets.Read(apart.Values));
        for (int s = 0; s < 2; s++)
            Assert.Equal(state.AsSpan(s * together.PaddedLength, together.Length).ToArray(), apartState.AsSpan(s * together.PaddedLength, together.Length).ToArray());

        static ParameterSet Filled()
        {
            ParameterSet set = Sets.Vectors(default, [.. Enumerable.Range(1, 40)]);
            set.Initialize(1);
            set.Finish(Training.Gradient(new Random(1), set.Length));
            return set;
        }
    }

    private static UpdatePart Part(ParameterSet set, int states = 2) => new(set, set.Trainable.ToArray(), states, 0, 0);

    private static void SameBits<TRule>(TRule rule)
        where TRule : struct, IUpdateRule
    {
        (float[] values, float[] state) wide = Run(rule, (set, state, rule) =>
        {
            UpdateLoop.Whole512(ref set.ValueBlock, ref set.GradientBlock, ref state[0], set.PaddedLength, rule, Decay, 0, 112, 0.75f);
            for (int from = 112; from < set.PaddedLength; from += 16)
                UpdateLoop.Shared512(Part(set, states: 3), ref state[0], rule, Decay, from, p: 0);
        });
        (float[] values, float[] state) narrow = Run(rule, (set, state, rule) =>
        {
            UpdateLoop.Whole256(ref set.ValueBlock, ref set.GradientBlock, ref state[0], set.PaddedLength, rule, Decay, 0, 112, 0.75f);
            for (int from = 112; from < set.PaddedLength; from += 8)
                UpdateLoop.Shared256(Part(set, states: 3), ref state[0], rule, Decay, from, p: 0);
        });
        Assert.Equal(wide.values, narrow.values);
        Assert.Equal(wide.state, narrow.state);
    }

    private static (float[] Values, float[] State) Run<TRule>(TRule rule, Action<ParameterSet, float[], TRule> update)
    {
        var set = new ParameterSet([.. Training.Lengths.Select(Definition)]);
        set.Initialize(1);
        var random = new Random(1);
        set.Finish(Training.Gradient(random, set.Length));
        float[] state = [.. Enumerable.Range(0, 3 * set.PaddedLength).Select(_ => random.NextSingle())];
        update(set, state, rule);
        return (Sets.Read(set.Values), state);

        static ParameterDefinition Definition(int length, int i)
            => new($"P{i}", [length], Init.Normal, 1, Sets.Clip(NormClip.Parameter, 0.1f), IsTrainable: i % 3 != 1);
    }
}
