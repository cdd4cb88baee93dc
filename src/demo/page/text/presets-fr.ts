/** What the gallery says of each preset, in French: its name, and two lines of what to look at. */
import type { GalleryText } from './gallery-text';

export const frenchGallery: GalleryText = {
  claims: {
    C1: 'ReLU est max(0, x)', C2: 'Sa pente vaut 0 ou 1', C3: 'Sigmoïde et tanh passent moins de gradient', C4: 'Deux fois n’est pas mieux', C5: 'Des unités meurent : remèdes', C6: 'Softmax entre les couches',
    C7: 'Softmax va en sortie', C8: 'Les convolutions aussi veulent ReLU', C9: 'ReLU est un interrupteur', C10: 'Des filtres fixes apprennent', C11: 'L’échelon n’a pas de gradient', C12: 'Les couches linéaires s’effondrent',
  },
  presets: {
    'relu-alone': { title: 'Des morceaux droits', look: ['Chaque unité plie la courbe en un point, là où sa somme passe par zéro.', 'Quatre unités font au plus quatre plis ; seize suivent mieux l’onde.'] },
    'two-slopes': { title: 'ReLU contre Mish', look: ['Les deux apprennent le cercle. Chaque pente de ReLU vaut 0 ou 1 et coûte une comparaison.', 'Mish demande une exponentielle et un logarithme par valeur.'] },
    'vanishing-depth': { title: 'Six couches', look: ['Comparez le gradient de la première couche à celui de la sortie : celui de la sigmoïde tombe au cent-millième.', 'Tanh et ReLU atteignent la première couche et apprennent ; la sigmoïde devine encore.'] },
    'depth-rescued': { title: 'La normalisation par lot sauve la sigmoïde', look: ['Les six mêmes sigmoïdes, chaque somme ramenée là où la pente est la plus forte.', 'Le gradient de la première couche n’est plus infime, et le cercle est appris.'] },
    'relu-twice': { title: 'ReLU de ReLU', look: ['relu(relu(x)) = relu(x) : les deux réseaux coïncident au dernier bit à chaque pas.', 'Le second ReLU peut partir.'] },
    'squash-again': { title: 'Sigmoïde de sigmoïde de sigmoïde', look: ['La pente la plus forte est 0,25, puis 0,059, puis 0,013 : le gradient de la première couche tombe à chaque fois.', 'Une sigmoïde apprend les lunes ; deux et trois traînent. La courbe plus bas dit pourquoi.'] },
    'dead-by-rate': { title: 'Tuées par une rafale', look: ['Soixante pas au taux 4, puis 0,3. Des unités ReLU passent sous zéro pour tous les points et n’en reviennent pas.', 'Leaky ReLU se remet tout à fait. ELU non : loin sous zéro, sa pente s’annule aussi.'] },
    'dead-by-bias': { title: 'Mortes-nées, quatre remèdes', look: ['Tous les biais partent de −0,5 : la plupart des unités ReLU sont mortes avant le premier pas.', 'ELU et une fuite de 0,2 se remettent ; une fuite de 0,01 est trop faible.'] },
    'one-unit': { title: 'Une seule unité ReLU (tfjs, ticket 918)', look: ['Il s’agit d’une droite, et une unité sur deux part d’un poids négatif : morte pour toujours.', 'Huit unités ont de la réserve ; PReLU a une pente des deux côtés.'] },
    'softmax-between': { title: 'Softmax au milieu', look: ['Même graine, mêmes données. Softmax force les unités d’une couche à se partager une somme de 1.', 'ReLU apprend le cercle en quelques secondes ; softmax reste à 0,69, la perte de qui devine.'] },
    'relu-of-softmax': { title: 'relu(softmax(x)) : est-ce juste ?', look: ['Softmax n’est jamais négatif : ReLU n’y change rien, les deux essais sont identiques.', 'Aucun n’apprend : ReLU ne défait pas le softmax.'] },
    'softmax-output': { title: 'La place du softmax', look: ['En sortie, il fait des logits une distribution sur les classes ; à deux classes, c’est une sigmoïde.', 'Les deux sorties apprennent les lunes.'] },
    'softmax-twice': { title: 'Softmax devant une perte qui en a un', look: ['La perte applique softmax elle-même. Sur des probabilités, elle ne peut passer sous log(1 + 1/e) = 0,313.', 'L’image est juste et la perte dit le contraire : son plancher cache le progrès.'] },
    'small-cnn': { title: 'Conv, ReLU, pool, deux fois, softmax', look: ['Des traits couchés, debout, penchés, de 8 × 8 pixels ; la barre sous chacun est la probabilité de sa classe.', 'Une cinquantaine de pas suffit, et les images jamais vues sont justes aussi.'] },
    'linear-cnn': { title: 'La même sans ReLU', look: ['Convolution et moyenne sont linéaires : sans ReLU, le tout n’est qu’une application affine.', 'Un trait peut être n’importe où, ce qu’aucune application affine ne distingue.'] },
    switches: { title: 'Une application par motif', look: ['Cliquez sur une carte : les unités allumées y font du réseau une application affine.', 'Passez une ligne : l’application saute, la sortie non. Tanh change partout.'] },
    'walsh-hadamard': { title: 'Walsh–Hadamard et PReLU', look: ['Les noyaux de trois couches sont figés à ±1/√n ; seuls pentes, biais et sortie apprennent.', 'Cela suffit pour le cercle. Avec des unités linéaires, les mêmes filtres n’apprennent rien.'] },
    step: { title: 'Échelon et passage direct', look: ['Le gradient de l’échelon est exactement 0 : du réseau, seule la sortie bouge.', 'L’échelon droit passe le gradient comme l’identité : les couches apprennent.'] },
    'linear-collapse': { title: 'Trois couches linéaires, des spirales', look: ['Trois couches sans non-linéarité n’en font qu’une : la frontière reste droite.', 'ReLU entre elles contourne les spirales.'] },
  },
};
